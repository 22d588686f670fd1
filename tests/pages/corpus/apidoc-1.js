/**
 * @apiDefine AuthError
 * @apiError (401) Unauthorized The API key is missing or invalid.
 * @apiErrorExample {json} 401
 *     HTTP/1.1 401 Unauthorized
 *     {
 *       "error": "Unauthorized"
 *     }
 */

/**
 * @apiDefine CallObject
 * @apiSuccess {String} id Call id.
 * @apiSuccess {String="queued","ringing","completed"} status State.
 * @apiSuccess {Number} [duration] Seconds.
 */

/**
 * @api {post} /calls Place a call
 * @apiVersion 1.2.0
 * @apiName PlaceCall
 * @apiGroup Calls
 * @apiPermission user
 * @apiDescription Places an outbound call.
 * The call is queued at once.
 *
 * @apiHeader {String} X-Api-Key Your key.
 * @apiHeader {String} [Idempotency-Key] A unique key.
 *
 * @apiBody {String{..16}} to Number in E.164.
 * @apiBody {String} [from=+15550100] Caller id.
 * @apiBody {Number{1-3600}} [timeout=60] Seconds.
 * @apiBody {String="en-US","de-DE"} [language="en-US"] Language.
 * @apiBody {Object} [voice] Voice.
 * @apiBody {String} voice.id Voice id.
 * @apiBody {Number} [voice.speed=1.0] Speed.
 * @apiBody {String[]} [tags] Tags.
 *
 * @apiUse CallObject
 * @apiUse AuthError
 *
 * @apiSuccessExample {json} Success-Response:
 *     HTTP/1.1 201 Created
 *     {
 *       "id": "c1",
 *       "status": "queued"
 *     }
 * @apiParamExample {json} Request-Example:
 *     {
 *       "to": "+14155550100",
 *       "voice": {"id": "v1"}
 *     }
 * @apiExample {curl} Example usage:
 *     curl -X POST https://api.parley.dev/v1/calls -H "X-Api-Key: abc" -d '{"to": "+14155550100"}'
 */
app.post('/calls', handler);

/**
 * @api {get} /calls/:id Get a call
 * @apiName GetCall
 * @apiGroup Calls
 * @apiParam {String} id Call id.
 * @apiQuery {Boolean} [expand=false] Expand.
 * @apiUse CallObject
 * @apiSuccess {Object[]} legs Legs.
 * @apiSuccess {String} legs.number Number.
 * @apiError CallNotFound The call was not found.
 * @apiErrorExample {json} Error-Response:
 *     HTTP/1.1 404 Not Found
 *     {
 *       "error": "CallNotFound"
 *     }
 */

/**
 * @api {delete} /calls/:id End a call
 * @apiName EndCall
 * @apiGroup Calls
 * @apiDeprecated use now (#Calls:StopCall).
 * @apiSuccess (204) {null} - Nothing.
 * @apiSampleRequest https://api.parley.dev/v1/calls/1
 */

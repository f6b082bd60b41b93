//! Database servers, for operators.

use async_trait::async_trait;
use contract::{
    Answer,
    acts::OperatorAct,
    servers::{Server, Servers},
};
use store::platform::servers;

use crate::OperatorDesk;

#[async_trait]
impl Servers for OperatorDesk {
    async fn server_list(&self) -> Answer<Vec<Server>> {
        let mut reader = self.read(OperatorAct::ServerRead).await?;
        Ok(servers::list(self.database(), &mut reader).await?)
    }
}
